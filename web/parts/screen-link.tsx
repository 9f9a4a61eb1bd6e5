import type { ComponentChildren } from 'preact';
import type { ScreenAddress } from '../app.ts';

interface ScreenLinkProps {
  readonly to: ScreenAddress;
  readonly style?: 'secondary';
  /** What the link is called where its text alone does not say enough. */
  readonly label?: string;
  /** It is the screen that is shown. */
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

/** A link to another screen. */
export const ScreenLink = ({ to, style, label, current, children }: ScreenLinkProps) => (
  <a href={`#${to}`} class={style} aria-label={label} aria-current={current ? 'page' : undefined}>
    {children}
  </a>
);
