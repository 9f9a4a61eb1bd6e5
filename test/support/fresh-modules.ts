/*
 * Test files run one after another in the same few processes, so that packages such as the AWS SDK are loaded once a
 * process and not once a file. This runs before each file, and forgets the modules of this repository and the clock
 * that the last file set: a file begins as if it were alone. Mocks and spies are taken back by vitest after each file.
 */
import { vi } from 'vitest';

vi.resetModules();
vi.useRealTimers();
