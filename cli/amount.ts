/** A number and what it counts, in the singular for one: `1 part`, `2 parts`. */
export function amount(count: number, noun: string, locale?: string): string {
  return `${count.toLocaleString(locale)} ${noun}${count === 1 ? '' : 's'}`;
}
