import { OwnResources, type Thing, thingOf } from '../../../resources/own-resources.js';
import { managedResources, parseState } from '../../adapters/aws/index.js';

/** What stacks made, from the texts of their states. @param region of what doesn't say its own */
export function readOwnResources(
  states: readonly { readonly stack: string; readonly body: string }[],
  region: string,
): OwnResources {
  return new OwnResources(states.flatMap(({ stack, body }) => (body === '' ? [] : thingsOf(stack, body, region))));
}

function thingsOf(stack: string, body: string, region: string): Thing[] {
  return managedResources(parseState(body, stack)).map(({ address, type, attributes }) =>
    thingOf(stack, address, type, attributes, region),
  );
}
