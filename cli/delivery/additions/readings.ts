import type { ApiObject } from '../../../resources/aws-calls.js';
import { services } from '../../../sandbox/aws/provider/client/services.js';
import type { Cloud } from '../../session/cloud/index.js';
import { joined, nextPage } from '../../session/journal/outside/aws-calls.js';
import { listAccessPoints } from './access-points.js';

/** A question that got no answer, so that nobody can tell whether there is something. */
export class Unanswered extends Error {
  constructor(
    readonly operation: string,
    /** A right is missing. */
    readonly denied: boolean,
    message: string,
  ) {
    super(message);
  }
}

/** Asks AWS, or the emulator, by the names of operations. */
export interface Readings {
  /** The answer of all pages; undefined when what is asked for does not exist. @throws Unanswered */
  ask(operation: string, input: ApiObject, region: string): Promise<ApiObject | undefined>;
  close(): void;
}

/** Reads with the SDK's clients, one for each service and region. */
export class SdkReadings implements Readings {
  private readonly clients = new Map<string, Promise<Opened>>();

  constructor(private readonly cloud: Pick<Cloud, 'endpoint' | 'accountId'>) {}

  async ask(operation: string, input: ApiObject, region: string): Promise<ApiObject | undefined> {
    if (operation === 's3control:ListAccessPoints')
      return this.guarded(operation, () => listAccessPoints(this.cloud, input, region));
    const [service = '', name = ''] = operation.split(':');
    const { module, client } = await this.open(service, region);
    return this.guarded(operation, async () => {
      let all: ApiObject | undefined;
      let page = input;
      for (let pages = 0; pages < MOST_PAGES; pages++) {
        const answer: ApiObject = await client.send(new module[`${name}Command`](page));
        all = all ? joined(all, answer) : answer;
        const next = nextPage(answer);
        if (!next) return all;
        page = { ...input, ...next };
      }
      throw new Error(`more than ${MOST_PAGES} pages`);
    });
  }

  close(): void {
    for (const opened of this.clients.values()) void opened.then(({ client }) => client.destroy());
  }

  private async guarded(operation: string, read: () => Promise<ApiObject | undefined>): Promise<ApiObject | undefined> {
    try {
      return await read();
    } catch (error) {
      if (ABSENT.test((error as Error).name)) return undefined;
      throw unanswered(operation, error as Error, this.cloud.endpoint !== undefined);
    }
  }

  private open(service: string, region: string): Promise<Opened> {
    const key = `${service} ${region}`;
    const known = this.clients.get(key) ?? this.make(service, region);
    this.clients.set(key, known);
    return known;
  }

  private async make(service: string, region: string): Promise<Opened> {
    const entry = services[service];
    if (!entry) throw new Error(`no SDK client of '${service}'`);
    const module = (await entry.load()) as ApiObject;
    const { endpoint, accountId } = this.cloud;
    const credentials = { accessKeyId: accountId, secretAccessKey: 'sandbox' };
    const settings = endpoint
      ? { endpoint, forcePathStyle: true, credentials, maxAttempts: 2 }
      : { maxAttempts: 6, retryMode: 'adaptive' };
    return { module, client: new module[entry.client]({ region, ...settings }) };
  }
}

interface Opened {
  readonly module: ApiObject;
  readonly client: ApiObject;
}

const MOST_PAGES = 200;

/** Names of errors that say: there is none. */
const ABSENT = /NotFound|NoSuch|NonExistent|NonexistentItem|DoesNotExist/;

/** What says that the emulator lacks an operation, in the ways of its services. */
const LACKS =
  /InvalidAction|UnknownOperation|NotImplemented|NotSupported|Unsupported|UnknownError|SyntaxError|not (yet )?(implemented|supported)|Unknown (operation|action|path)|No route for/i;

function unanswered(operation: string, { name, message, ...rest }: Error, sandbox: boolean): Unanswered {
  const status = (rest as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  const first = message.split('\n')[0];
  if (sandbox && (LACKS.test(`${name} ${message}`) || status === 501 || status === 405)) {
    return new Unanswered(operation, false, `the emulator has no ${operation}`);
  }
  const denied = /AccessDenied|Unauthorized|Forbidden|NotAuthorized/i.test(name) || status === 403;
  return new Unanswered(operation, denied, `${operation}: ${name}${first && first !== name ? `: ${first}` : ''}`);
}
