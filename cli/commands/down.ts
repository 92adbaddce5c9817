import SandboxDown from './sandbox/down.js';

/** Short for `sandbox down`. */
export default class Down extends SandboxDown {
  static override summary = 'Stop the cloud of this machine; its data stays. Short for `sandbox down`.';
  static override examples = ['<%= config.bin %> down'];
}
