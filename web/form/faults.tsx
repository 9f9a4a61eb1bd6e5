import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';

import { focus } from '../parts/focus.ts';

/** What is wrong with the form on the screen, by field. */
export interface Faults {
  of(field: string): string | undefined;
  /** What is being corrected is no longer called wrong. */
  forgive(field: string): void;
}

export const FaultsOfForm = createContext<Faults>({ of: () => undefined, forgive: () => {} });

const idOf = (field: string) => `${field}-fault`;

interface FieldProps {
  readonly field: string;
  readonly children: ComponentChildren;
}

/** A place where the fault of a field is told. */
export function Place({ field, children }: FieldProps) {
  const [fault, forgive] = useFault(field);
  return (
    <div onInput={forgive}>
      {fault}
      {children}
    </div>
  );
}

interface GroupProps extends FieldProps {
  readonly title: string;
  /** A field inside that another choice of the group makes pointless. */
  readonly inner?: string;
  /** What the individual came to change: it is brought into sight, with the focus. */
  readonly isTarget?: boolean;
}

/** Controls that belong together, as one field. */
export function Group({ field, inner, title, isTarget = false, children }: GroupProps) {
  const [fault, forgive] = useFault(field, inner);
  return (
    <fieldset onInput={forgive}>
      {/* As a heading, so that it is found without going through the controls. */}
      <legend>
        <h2 tabIndex={-1} ref={isTarget ? focus : null}>
          {title}
        </h2>
      </legend>
      {fault}
      {children}
    </fieldset>
  );
}

function useFault(field: string, inner?: string) {
  const faults = useContext(FaultsOfForm);
  const text = faults.of(field);
  const fault = text !== undefined && (
    <p class="fault" id={idOf(field)}>
      {text}
    </p>
  );
  const forgive = (event: Event) => {
    // Only the field itself is being corrected, not one around it.
    event.stopPropagation();
    faults.forgive(field);
    if (inner !== undefined) faults.forgive(inner);
  };
  return [fault, forgive] as const;
}

/** The attributes that tie a control to the fault of its field, and to its hint. */
export function useTies(field: string | undefined, hint?: string) {
  const faults = useContext(FaultsOfForm);
  const isFaulty = field !== undefined && faults.of(field) !== undefined;
  const descriptions = [isFaulty ? idOf(field) : '', hint ?? ''].filter((id) => id !== '');
  return {
    'aria-describedby': descriptions.length > 0 ? descriptions.join(' ') : undefined,
    'aria-invalid': isFaulty ? true : undefined,
  } as const;
}

/** Moves the focus to the control of the first field, of those named, that is on the screen. */
export function focusFirst(root: ParentNode, fields: readonly string[]): void {
  const controls = fields.map((field) =>
    root.querySelector<HTMLElement>(`[aria-describedby~="${idOf(field)}"]`),
  );
  const first = controls.find((control) => control !== null);
  first?.closest('details')?.setAttribute('open', '');
  first?.focus();
}
