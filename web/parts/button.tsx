import type { ComponentChildren } from 'preact';
import { useWorking } from './working.ts';

interface ButtonProps {
  readonly style: 'primary' | 'secondary' | 'choice' | 'quiet' | 'link' | 'language';
  readonly act: () => unknown;
  readonly lang?: string;
  readonly pressed?: boolean;
  readonly children: ComponentChildren;
}

/** A button that acts; it takes no second press while it works. */
export function Button({ style, act, lang, pressed, children }: ButtonProps) {
  const [working, begin] = useWorking(act);
  // `aria-disabled`, not `disabled`: the focus stays where it is.
  return (
    <button
      type="button"
      class={style}
      lang={lang}
      aria-pressed={pressed}
      aria-disabled={working || undefined}
      onClick={begin}
    >
      {children}
    </button>
  );
}
