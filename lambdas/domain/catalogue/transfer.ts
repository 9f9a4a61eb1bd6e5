/** The European Economic Area: within it personal data moves freely (Art. 1(3) GDPR). ISO 3166-1 alpha-2. */
const economicArea = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);

/** Whether data that goes from one country to another needs a safeguard, adequacy included (Art. 44 GDPR). */
export function needsSafeguard(from: string, to: string): boolean {
  return economicArea.has(from) && !economicArea.has(to);
}
