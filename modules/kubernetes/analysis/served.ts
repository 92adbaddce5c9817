import { increase, rate, type Version } from './series.js';

/** Histogram of how long a web service takes to answer, as every metrics profile names it. */
export const REQUEST_DURATION = 'http_request_duration_seconds';
/** Histogram of how long a worker takes for a message. */
export const MESSAGE_DURATION = 'message_processing_duration_seconds';

const REQUESTS = 'http_requests_total';
const MESSAGES = 'messages_processed_total';

/** Good is what is known to be good: a series without the label, or with one that nobody knows, is not. */
const GOOD_REQUEST = 'code=~"[1-4].."';
const GOOD_MESSAGE = 'outcome="ok"';

/** Requests of a version in the window; many libraries count them in the histogram only. */
export function requests(version: Version): string {
  return `(${increase(REQUESTS, version)} or ${increase(`${REQUEST_DURATION}_count`, version)})`;
}

/** Messages of a version in the window. */
export function messages(version: Version): string {
  return increase(MESSAGES, version);
}

/** Share of the requests that are known to have gone well. */
export function goodRequests(version: Version): string {
  const count = `${REQUEST_DURATION}_count`;
  const [all, counted] = [rate(REQUESTS, version), rate(count, version)];
  // The histogram tells only where there is no counter. All may have failed: then there is no series of those that did not.
  const good = `(${rate(REQUESTS, version, GOOD_REQUEST)} or (${rate(count, version, GOOD_REQUEST)} unless ${all}) or vector(0))`;
  return `${good} / (${all} or ${counted})`;
}

/** Share of the messages that are known to have gone well. */
export function goodMessages(version: Version): string {
  return `(${rate(MESSAGES, version, GOOD_MESSAGE)} or vector(0)) / ${rate(MESSAGES, version)}`;
}
