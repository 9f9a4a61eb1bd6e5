import type { JsonSchema } from '../json-schema.ts';
import { memberTexts } from './members.ts';

/** Gives each member of a schema its sentence; `owner` is the shape or the operation that the schema belongs to. */
export function describeMembers(schema: JsonSchema, owner: string, parent = owner): void {
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const text = textOf(name, owner, parent);
    if (text !== undefined) member.description ??= text;
    describeMembers(member, owner, name);
  }
  const inside = [
    schema.items,
    schema.additionalProperties,
    ...(schema.oneOf ?? []),
    ...(schema.anyOf ?? []),
  ];
  for (const one of inside) if (typeof one === 'object') describeMembers(one, owner, parent);
}

function textOf(name: string, owner: string, parent: string): string | undefined {
  const list = name === 'items' && parent === owner && owner.endsWith('.list');
  return (
    memberTexts[list ? 'list.items' : `${parent}.${name}`] ??
    memberTexts[`${owner}.${name}`] ??
    memberTexts[name]
  );
}
