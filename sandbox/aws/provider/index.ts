/** The AWS provider of the sandbox: Terraform attaches to it in this process, and it only reaches the emulator. */
export { type ProviderOptions, type RunningProvider, startProvider } from './start-provider.js';
