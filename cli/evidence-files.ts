import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { FileInvalid } from './strict-json.ts';

/** A file to judge, by the bytes of its name, which need not be UTF-8; or one that is passed over, and why. */
export interface EvidenceFile {
  readonly path: Buffer;
  readonly ignored?: string;
}

/**
 * The file of a path, or all files below a folder, in the order of their names. Below a folder, what cannot be a
 * statement is passed over: what an operating system leaves behind, files of another kind, links to folders (which
 * could lead back to where they lie).
 */
export function* filesAt(path: Buffer): Generator<EvidenceFile> {
  if (!isFolder(path)) yield { path };
  else yield* filesBelow(path);
}

function* filesBelow(folder: Buffer): Generator<EvidenceFile> {
  for (const name of readdirSync(folder, { encoding: 'buffer' }).sort(Buffer.compare)) {
    const path = Buffer.concat([folder, Buffer.from('/'), name]);
    const ignored = reasonToIgnore(path, name.toString('utf8'));
    if (ignored !== undefined) yield { path, ignored };
    else yield* filesAt(path);
  }
}

function reasonToIgnore(path: Buffer, name: string): string | undefined {
  if (name.startsWith('.') || name === '__MACOSX') return 'left behind by an operating system';
  if (isFolder(path)) return lstatSync(path).isSymbolicLink() ? 'a link to a folder' : undefined;
  return name.endsWith('.json') ? undefined : 'its name does not end in .json';
}

function isFolder(path: Buffer): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Bytes of the largest statement; nothing larger is read. */
const largest = 1024 * 1024;

/**
 * The bytes of a file. Never waits for a pipe, and never reads more than the largest statement.
 * @throws FileInvalid
 */
export function bytesAt(path: Buffer): Uint8Array {
  const stats = attempt(() => statSync(path));
  if (!stats.isFile()) throw new FileInvalid('not a file: a folder, a pipe or a device');
  const file = attempt(() => openSync(path, 'r'));
  try {
    if (fstatSync(file).size > largest) throw new FileInvalid('too large for a statement');
    const bytes = Buffer.alloc(largest + 1);
    let length = 0;
    for (let more = 1; more > 0 && length < bytes.length; length += more)
      more = readSync(file, bytes, length, bytes.length - length, null);
    if (length > largest) throw new FileInvalid('too large for a statement');
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function attempt<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw new FileInvalid('cannot be read');
  }
}
