/** The AWS emulator of the sandbox: ministack in a Python environment of the cache, as a background process on loopback. */
export type { EmulatorHealth } from './health.js';
export { assertLoopback } from './loopback.js';
export { findPython, type Python } from './python.js';
export { type EmulatorHandle, type EmulatorOptions, ensureEmulator } from './start.js';
export { type EmulatorStatus, emulatorStatus } from './status.js';
export { resetEmulator, stopEmulator } from './stop.js';
export { inspectVirtualEnvironment, type VirtualEnvironment } from './virtual-environment.js';
