import { Agent } from 'node:http';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { AnswerLog, Exchange } from '../answers/answer-log.js';
import type { LoopbackEndpoint } from './loopback-endpoint.js';

type Handle = NodeHttpHandler['handle'];

/**
 * Sends requests to one loopback address and refuses every other, whatever the SDK computed: virtual-hosted buckets,
 * account-id endpoints, host prefixes, redirects to regions.
 */
export class LoopbackHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  private readonly inner: NodeHttpHandler;

  /** @param log notes every answer. @default nobody does */
  constructor(
    private readonly endpoint: LoopbackEndpoint,
    private readonly log?: AnswerLog,
  ) {
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    this.inner = new NodeHttpHandler({ httpAgent: agent, connectionTimeout: 5_000, requestTimeout: 120_000 });
  }

  /** @throws BacklotError `ForeignHost` */
  async handle(...args: Parameters<Handle>): ReturnType<Handle> {
    const [request] = args;
    const { hostname, port, protocol } = request;
    if (hostname !== this.endpoint.hostname || port !== this.endpoint.port || protocol !== 'http:') {
      throw new BacklotError({
        code: 'ForeignHost',
        source: 'platform',
        message: `Refused to send a request to ${protocol}//${hostname}${port ? `:${port}` : ''}: the sandbox only talks to ${this.endpoint.url}.`,
      });
    }
    const handled = await this.inner.handle(...args);
    await this.log?.note({ request: request as Exchange['request'], response: handled.response });
    return handled;
  }

  /** Part of the SDK's contract for handlers; nothing is left to change from outside. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }

  /** Closes idle connections. */
  destroy(): void {
    this.inner.destroy();
  }
}
