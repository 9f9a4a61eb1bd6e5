import { give, settingsOf, type TableSettings } from '../../platform/dynamodb/table-settings.ts';

const names: Readonly<Record<keyof TableSettings, string>> = {
  expiry: 'time to live',
  recoveryDays: 'point-in-time recovery',
  isProtected: 'protection from deletion',
  policy: 'resource policy',
  tags: 'tags',
};

/**
 * What a restored table lacks of the settings of the table that it was restored from, by name; all of it is put right
 * first if wanted. Both are read again afterwards, so that nothing is believed that the table does not show.
 */
export async function lackingSettings(from: string, to: string, mend: boolean): Promise<string[]> {
  const source = await settingsOf(from);
  if (mend) {
    const target = await settingsOf(to);
    for (const setting of differing(source, target)) await give(to, target.arn, setting, source);
  }
  return differing(source, await settingsOf(to)).map((setting) => names[setting]);
}

function differing(source: TableSettings, target: TableSettings): (keyof TableSettings)[] {
  return (Object.keys(names) as (keyof TableSettings)[]).filter((name) => source[name] !== target[name]);
}
