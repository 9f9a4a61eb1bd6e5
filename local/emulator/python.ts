import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { run, tail } from '../process/child.ts';
import { root } from '../process/instance.ts';
import { Trouble } from '../process/progress.ts';

const uvRequirements = join(root, 'local', 'emulator', 'requirements-uv.txt');

/** A Python environment: its folder, and the file that pins every package in it by hash. */
interface Environment {
  readonly folder: string;
  readonly requirements: string;
}

const emulator: Environment = {
  folder: join(root, '.venv'),
  requirements: join(root, 'local', 'emulator', 'requirements.txt'),
};
const stamp = 'habeas-requirements';
const oldest = [3, 10] as const;

/**
 * Makes an environment, by default `.venv` with the emulator, and returns its Python. Does nothing when there is one
 * from the same requirements already. Every package is checked against its hash.
 * @throws Trouble without Python 3.10 or newer, or without a network.
 */
export async function preparePython(
  say: (line: string) => void,
  { folder: environment, requirements } = emulator,
): Promise<string> {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const python = join(environment, 'bin', 'python');
  if (existsSync(python) && readStamp(environment) === wanted) return python;

  // Built in another folder and then moved: an interrupted or parallel run never leaves half an environment.
  const aside = join(root, '.habeas', `venv-${process.pid}`);
  try {
    await build(aside, requirements, say);
    writeFileSync(join(aside, stamp), wanted);
    rmSync(environment, { recursive: true, force: true });
    renameSync(aside, environment);
  } catch (error) {
    if (readStamp(environment) === wanted) return python;
    throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return python;
}

function readStamp(folder: string): string | undefined {
  const path = join(folder, stamp);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

async function build(folder: string, requirements: string, say: (line: string) => void): Promise<void> {
  const base = await findPython();
  const python = join(folder, 'bin', 'python');
  const install = ['pip', 'install', '--require-hashes', '-r', requirements];
  if (await works('uv', ['--version'])) {
    say('uv venv');
    await must('uv', ['venv', '--quiet', '--python', base, folder]);
    await must('uv', [...install, '--python', python]);
    return;
  }
  say('python -m venv');
  const made = await run(base, ['-m', 'venv', folder]);
  if (made.code !== 0)
    throw new Trouble(
      `${base} -m venv failed.`,
      'Debian and Ubuntu keep that module in the package python3-venv (apt-get install python3-venv). Or install uv.',
      tail(made.output),
    );
  say('pip install');
  const uv = await run(python, ['-m', 'pip', 'install', '--quiet', '--require-hashes', '-r', uvRequirements]);
  if (uv.code === 0) await must(python, ['-m', 'uv', ...install, '--python', python]);
  else await must(python, ['-m', ...install]);
}

/** The first interpreter that is new enough: HABEAS_PYTHON if set, else one on PATH. */
async function findPython(): Promise<string> {
  const given = process.env.HABEAS_PYTHON;
  const names = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
  const check = `import sys; sys.exit(sys.version_info < (${oldest.join(', ')}))`;
  for (const name of given === undefined ? names : [given]) if (await works(name, ['-c', check])) return name;
  throw new Trouble(
    `No Python ${oldest.join('.')} or newer was found${given === undefined ? '' : ` at HABEAS_PYTHON=${given}`}.`,
    'The local AWS needs one. Install Python 3, or point HABEAS_PYTHON at it.',
  );
}

async function works(command: string, args: readonly string[]): Promise<boolean> {
  try {
    return (await run(command, args)).code === 0;
  } catch {
    return false;
  }
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args);
  if (code !== 0)
    throw new Trouble(
      'Packages could not be installed from PyPI.',
      'Without a network it cannot be fetched; behind a proxy set HTTPS_PROXY. A hash mismatch means that the index served another file.',
      tail(output, 12),
    );
}
