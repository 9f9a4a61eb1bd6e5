import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

/** No process is started ahead for a next page: it would take a quarter of what a short visit takes. */
const args = ['--renderer-process-limit=1'];

/**
 * Starts a Chromium: HABEAS_CHROMIUM if set, else an installed one, else the one in the npm package
 * `@sparticuz/chromium`, with the libraries of that package where the machine lacks them.
 * @throws Error that names the missing system libraries, and how to get them.
 */
export async function startBrowser(): Promise<Browser> {
  const installed = process.env.HABEAS_CHROMIUM ?? installedBrowser();
  return installed === undefined
    ? startCarriedBrowser()
    : chromium.launch({ executablePath: installed, args });
}

/** Starts the Chromium of the npm package, even when another one is installed. */
export async function startCarriedBrowser(): Promise<Browser> {
  const carried = await carriedBrowser();
  return chromium.launch({
    executablePath: carried.program,
    args,
    env: { ...process.env, ...(await libraries(carried)), FONTCONFIG_FILE: fontsOf(carried) },
  });
}

/**
 * Writes a list of fonts for this machine: the package's own one names folders of Lambda, and text without a font has
 * no height.
 */
function fontsOf({ folder }: Carried): string {
  const file = join(folder, 'habeas-fonts.conf');
  if (!existsSync(file)) {
    const written = `${file}-${process.pid}`;
    writeFileSync(
      written,
      `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`,
    );
    renameSync(written, file);
  }
  return file;
}

/** The first Chrome or Chromium on PATH or in the folder where macOS installs it. */
function installedBrowser(): string | undefined {
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface Carried {
  readonly program: string;
  readonly folder: string;
}

/** Unpacks the package's Chromium once. When several test files do so at once, the folder of the first one stays. */
async function carriedBrowser(): Promise<Carried> {
  const manifest = createRequire(import.meta.url)
    .resolve('@sparticuz/chromium')
    .replace(/build.*$/, 'package.json');
  const { version } = createRequire(import.meta.url)(manifest) as { version: string };
  const cache = join(dirname(manifest), '..', '..', '.cache');
  const folder = join(cache, `habeas-chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const unpacked = mkdtempSync(join(cache, 'unpacking-'));
    await unpack(unpacked, join(dirname(manifest), 'bin'));
    try {
      renameSync(unpacked, folder);
    } catch {
      rmSync(unpacked, { recursive: true, force: true });
    }
  }
  return { program: join(folder, 'chromium'), folder };
}

async function unpack(into: string, archives: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium');
  // The package unpacks into the system's folder for temporary files, so TMPDIR names another one meanwhile.
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = into;
  try {
    const files = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];
    await Promise.all(files.map((file) => inflate(join(archives, file))));
  } finally {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
  }
}

/** The environment with which the package's Chromium finds its libraries. */
async function libraries({ program, folder }: Carried): Promise<Record<string, string>> {
  if ((await missing(program, {})).length === 0) return {};
  const own = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
  const still = await missing(program, own);
  if (still.length === 0) return own;
  throw new Error(
    `The Chromium of @sparticuz/chromium lacks these system libraries: ${still.join(', ')}. ` +
      'Install a browser (Debian: apt-get install chromium), or name one in HABEAS_CHROMIUM.',
  );
}

async function missing(program: string, environment: Record<string, string>): Promise<string[]> {
  const { stdout } = await run('ldd', [program], { env: { ...process.env, ...environment } });
  return stdout
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0] ?? '');
}
