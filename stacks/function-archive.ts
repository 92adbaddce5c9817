import { bundleFunction } from '../functions/bundle.js';
import type { FunctionArchive } from '../modules/lambda-function.js';

/** Code of the function `functions/<name>`, for a stack that deploys it. */
export function functionArchive(name: string): FunctionArchive {
  return bundleFunction(name);
}
