import type { JsonSchema } from './json-schema.ts';

/** Names that people would give, where a place makes none. */
const better: Readonly<Record<string, string>> = {
  AuditListAnswerItem: 'LoggedEntry',
  CategoryListAnswerItem: 'StoredCategory',
  DisclosureCreateAnswer: 'Disclosure',
  DisclosureCreateAnswerAudit: 'AuditReference',
  DisclosureCreateAnswerRecord: 'ReleasedRecord',
  DisclosurePreviewAnswer: 'DisclosurePreview',
  DisclosurePreviewBody: 'Read',
  HoldListAnswerItem: 'Hold',
  HoldSetAnswer: 'Hold',
  HoldSetAnswerRelease: 'RequestedRelease',
  HealthReadAnswer: 'Health',
  IndividualSearchAnswerItem: 'FoundIndividual',
  MemberMailReturned: 'ReturnedMail',
  MyDisclosureListAnswerItem: 'MyDisclosure',
  NoticePublishAnswer: 'PublishedNotice',
  NoticeReadAnswer: 'NoticeVersion',
  OrganisationListAnswerItem: 'StoredOrganisation',
  OrganisationReadAnswer: 'OrganisationRead',
  OrganisationReadAnswerPending: 'PendingIdentity',
  RecordBatchAnswerItem: 'StoredRecord',
  RetentionListAnswerItem: 'LeavingTenant',
  RetentionListAnswerItemBlockedBy: 'Blocker',
  RetentionListAnswerItemFault: 'StepFault',
  RetentionReadAnswer: 'Retention',
};

/**
 * Gives every object inside a schema a name of its own, from where it stands: `OrganisationContact` is the member
 * `contact` of `Organisation`. Equal ones share the name that was given first.
 */
export class Names {
  readonly #components: Record<string, JsonSchema>;
  readonly #known = new Map<string, string>();

  constructor(components: Record<string, JsonSchema>) {
    this.#components = components;
  }

  /** The schema with names for all objects in it, and for itself if it is one. */
  given(schema: JsonSchema, name: string): JsonSchema {
    const inside = this.within(schema, name);
    return inside.properties || isChoice(inside) ? this.#component(inside, name) : inside;
  }

  /** The schema with names for all objects in it. */
  within(schema: JsonSchema, name: string): JsonSchema {
    const { properties, items, additionalProperties, oneOf, anyOf } = schema;
    return {
      ...schema,
      ...(properties && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([member, one]) => [
            member,
            this.given(one, name + capital(member)),
          ]),
        ),
      }),
      ...(items && { items: this.given(items, singular(name)) }),
      ...(typeof additionalProperties === 'object' && {
        additionalProperties: this.given(additionalProperties, `${name}Value`),
      }),
      ...(oneOf && this.#variants('oneOf', oneOf, name)),
      ...(anyOf && this.#variants('anyOf', anyOf, name)),
    };
  }

  #variants(kind: 'oneOf' | 'anyOf', variants: readonly JsonSchema[], name: string): Partial<JsonSchema> {
    const chosen = variants.map(({ properties = {} }) =>
      Object.entries(properties).find(([, { const: only }]) => typeof only === 'string'),
    );
    const forms = variants.map((variant, i) => {
      const by = chosen[i]?.[1].const ?? `By-${Object.keys(variant.properties ?? {})[0] ?? i}`;
      return this.given(variant, name + String(by).split('-').map(capital).join(''));
    });
    const [first] = chosen;
    if (!first || !chosen.every((one) => one?.[0] === first[0])) return { [kind]: forms };
    const mapping = Object.fromEntries(
      chosen.map((one, i) => [String(one?.[1].const), forms[i]?.$ref ?? '']),
    );
    return { [kind]: forms, discriminator: { propertyName: first[0], mapping } };
  }

  #component({ description, ...schema }: JsonSchema, proposed: string): JsonSchema {
    const text = JSON.stringify(schema);
    const name = this.#known.get(text) ?? this.#free(common(schema) ?? better[proposed] ?? proposed);
    this.#known.set(text, name);
    this.#components[name] = schema;
    return { $ref: `#/components/schemas/${name}`, ...(description !== undefined && { description }) };
  }

  #free(name: string): string {
    const taken = (one: string) => one in this.#components;
    let free = name;
    for (let i = 2; taken(free); i += 1) free = `${name}${i}`;
    return free;
  }
}

const isChoice = ({ oneOf, anyOf }: JsonSchema) => (oneOf ?? anyOf)?.some((one) => one.$ref !== undefined);

/** The name of a schema that stands in many places. */
function common(schema: JsonSchema): string | undefined {
  const empty = Object.keys(schema.properties ?? { '': schema }).length === 0;
  if (empty) return schema.additionalProperties === false ? 'Empty' : 'AnyObject';
  return pageOf(schema) ?? textsOf(schema);
}

/** A list is named after what is in it: `ConsentPage`, or `ConsentList` if it is whole. */
function pageOf({ properties = {} }: JsonSchema): string | undefined {
  const item = properties.items?.items?.$ref?.split('/').at(-1);
  const others = Object.keys(properties).filter((one) => one !== 'items');
  if (item === undefined || others.some((one) => one !== 'next')) return undefined;
  return item + (others.length > 0 ? 'Page' : 'List');
}

/** Texts in several languages are named after their length. */
function textsOf({ properties = {} }: JsonSchema): string | undefined {
  const [first] = Object.values(properties);
  const texts = Object.keys(properties).every((one) => /^[a-z]{2}$/.test(one)) && first?.maxLength;
  return texts ? `${first?.pattern === undefined ? 'Prose' : 'Line'}Of${texts}` : undefined;
}

/** A word with a capital letter. */
export const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const singular = (name: string) => name.replace(/ies$/, 'y').replace(/s$/, '');
