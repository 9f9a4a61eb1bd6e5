import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the demo reads of a FHIR R5 Bundle: one Patient and laboratory Observations. */
interface Bundle {
  readonly entry: readonly { readonly resource: Patient | Observation }[];
}
interface Patient {
  readonly resourceType: 'Patient';
  readonly id: string;
  readonly name: readonly { readonly family: string; readonly given: readonly string[] }[];
  readonly telecom: readonly { readonly system: 'email' | 'phone'; readonly value: string }[];
  readonly address: readonly {
    readonly line: readonly string[];
    readonly postalCode: string;
    readonly city: string;
  }[];
  readonly communication: readonly {
    readonly language: { readonly coding: readonly { readonly code: 'de' | 'en' }[] };
  }[];
}
interface Quantity {
  readonly value: number;
  readonly unit: string;
}
interface Observation {
  readonly resourceType: 'Observation';
  readonly code: { readonly coding: readonly { readonly code: string }[]; readonly text: string };
  readonly effectiveDateTime: string;
  readonly valueQuantity: Quantity;
  readonly interpretation: readonly { readonly coding: readonly { readonly code: 'H' | 'L' | 'N' }[] }[];
  readonly referenceRange: readonly { readonly low?: Quantity; readonly high?: Quantity }[];
  readonly note?: readonly { readonly text: string }[];
}

/** An individual of the demo, as the provider enrols them, with their records. */
export interface Person {
  readonly reference: string;
  readonly language: 'de' | 'en';
  readonly contact: { readonly email: string; readonly phone: string; readonly name: string };
  readonly records: readonly {
    readonly category: string;
    readonly date: string;
    readonly fields: Readonly<Record<string, string | number>>;
  }[];
}

export const people = ['erika-brandt', 'jonas-petersen', 'alice-morgan'] as const;

/** How the practice writes down a result, in the individual's language. */
const words = {
  de: {
    interpretation: { H: 'erhöht', L: 'erniedrigt', N: 'im Normbereich' },
    range: { between: 'bis', below: 'unter', above: 'über' },
  },
  en: {
    interpretation: { H: 'high', L: 'low', N: 'normal' },
    range: { between: 'to', below: 'below', above: 'above' },
  },
};

/** Reads an individual's bundle from `people/` and maps it to the fields of the categories. */
export function readPerson(name: (typeof people)[number]): Person {
  const file = join(import.meta.dirname, 'people', `${name}.json`);
  const { entry } = JSON.parse(readFileSync(file, 'utf8')) as Bundle;
  const resources = entry.map(({ resource }) => resource);
  const patient = resources.find((resource) => resource.resourceType === 'Patient');
  const observations = resources.filter((resource) => resource.resourceType === 'Observation');
  if (!patient) throw new Error(`${file} has no Patient`);
  const telecom = (system: 'email' | 'phone') =>
    patient.telecom.find((one) => one.system === system)?.value ?? '';
  const [official] = patient.name;
  const [home] = patient.address;
  const language = patient.communication[0]?.language.coding[0]?.code ?? 'de';
  const fullName = `${official?.given[0]} ${official?.family}`;
  return {
    reference: patient.id,
    language,
    contact: { email: telecom('email'), phone: telecom('phone'), name: fullName },
    records: [
      {
        category: 'contact',
        date: '2026-09-01',
        fields: {
          name: fullName,
          street: home?.line[0] ?? '',
          postalCode: home?.postalCode ?? '',
          city: home?.city ?? '',
          phone: telecom('phone'),
        },
      },
      ...observations.map((observation) => recordOf(observation, language)),
    ],
  };
}

/** An Observation in the fields of `health.lab`. */
function recordOf(observation: Observation, language: Person['language']): Person['records'][number] {
  const { code } = observation;
  const interpretation = observation.interpretation[0]?.coding[0]?.code ?? 'N';
  const { value, unit } = observation.valueQuantity;
  const note = observation.note?.[0]?.text;
  return {
    category: 'health.lab',
    date: observation.effectiveDateTime.slice(0, 10),
    fields: {
      test: code.text,
      loinc: code.coding[0]?.code ?? '',
      value,
      unit,
      referenceRange: rangeOf(observation.referenceRange[0] ?? {}, language),
      interpretation: words[language].interpretation[interpretation],
      ...(note !== undefined && { note }),
    },
  };
}

function rangeOf({ low, high }: Observation['referenceRange'][number], language: Person['language']): string {
  const { between, below, above } = words[language].range;
  const say = ({ value }: Quantity) => value.toLocaleString(language);
  if (low && high) return `${say(low)} ${between} ${say(high)} ${high.unit}`;
  return high ? `${below} ${say(high)} ${high.unit}` : low ? `${above} ${say(low)} ${low.unit}` : '';
}
