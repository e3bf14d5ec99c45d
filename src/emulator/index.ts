/** The emulator as a library, and, when run directly, as a command. */
export { EmulatorError, type EmulatorErrorCode } from './emulatorError.ts';
export { findEmulator, startEmulator, type Emulator, type EmulatorOptions } from './emulator.ts';
import { main } from './commandLine.ts';

/** In the bundle this is a CommonJS module; run from its source it is not, and then the script's own path tells. */
const isRunDirectly = typeof module === 'object' ? require.main === module : /[\\/]emulator([\\/]index\.ts)?$/.test(process.argv[1] ?? '');
if (isRunDirectly) void main(process.argv.slice(2));
