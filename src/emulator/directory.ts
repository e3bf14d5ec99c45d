import { chmod, mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { EmulatorError } from './emulatorError.ts';

/** Makes the data folder, for this user only, and gives its true path: two spellings of one folder are one folder. */
export async function openDirectory(directory: string): Promise<string> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const real = await realpath(directory);
    await chmod(real, 0o700);
    const probe = path.join(real, `.${process.pid}.probe`);
    await (await open(probe, 'w')).close();
    await rm(probe);
    return real;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new EmulatorError('DirectoryUnusable', `The data folder ${directory} cannot be used: ${reason}. Choose another one, or make it writable for you.`, { directory, reason }, cause);
  }
}

/** Writes a file that is afterwards there whole, or as it was; readable for this user only. */
export async function writeFileAtomically(file: string, content: string): Promise<void> {
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/** Undefined where there is no such file. */
export async function readFileIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
