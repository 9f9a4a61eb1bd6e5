import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { useWorking } from '../parts/working.ts';

const Working = createContext(false);

interface FormProps {
  readonly act: () => unknown;
  readonly children: ComponentChildren;
}

/** A form that hands its submission to `act` and never navigates; it takes no second one meanwhile. */
export function Form({ act, children }: FormProps) {
  const [working, begin] = useWorking(act);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <Working.Provider value={working}>{children}</Working.Provider>
    </form>
  );
}

/** The button that submits the form around it. */
export function Submit({ children }: { readonly children: ComponentChildren }) {
  const working = useContext(Working);
  return (
    <button type="submit" class="primary" aria-disabled={working || undefined}>
      {children}
    </button>
  );
}
