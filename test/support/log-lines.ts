import process from 'node:process';
import { vi } from 'vitest';

/** Everything written to the output while `act` runs, as one text and as each line's JSON. */
export async function logged<T>(
  act: () => Promise<T>,
): Promise<{ result: T; text: string; lines: unknown[] }> {
  const written: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      written.push(chunk.toString());
      return true;
    }),
  );
  try {
    const result = await act();
    const text = written.join('');
    const lines = text.split('\n').filter((line) => line.startsWith('{'));
    return { result, text, lines: lines.map((line): unknown => JSON.parse(line)) };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
