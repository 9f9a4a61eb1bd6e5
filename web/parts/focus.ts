/** As the `ref` of an element: moves the focus to it when it comes. */
export const focus = (element: HTMLElement | null) => element?.focus();
