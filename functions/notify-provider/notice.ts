import type { UploadedObject } from './upload-event.js';

/** What a provider is told, as JSON: for programs of the provider, so fields are only ever added. */
export interface Notice {
  readonly type: 'upload.rejected';
  readonly version: 1;
  readonly provider: string;
  readonly object: Omit<UploadedObject, 'requestId'>;
  /** How often the platform tried to use it. */
  readonly attempts: number;
  /** What to quote when asking about it. */
  readonly correlationId: string;
  readonly reason: string;
}

/** A notice as SNS takes it: JSON for machines, text for e-mail. */
export interface Publication {
  /** Up to 100 ASCII characters, which is what SNS accepts. */
  readonly subject: string;
  /** By protocol, for `MessageStructure: json`. */
  readonly message: string;
}

const SUBJECT_LENGTH = 100;

/** Says why, as far as a dead letter tells: the processor's own logs hold the details. */
export const REASON = 'The file could not be processed: it is unreadable or its content is invalid.';

/** Writes a notice out for both kinds of readers. */
export function renderNotice(notice: Notice): Publication {
  const { object, attempts, correlationId, reason } = notice;
  const text = [
    reason,
    '',
    `File:     ${object.key}`,
    `Bucket:   ${object.bucket}`,
    ...(object.uploadedAt ? [`Uploaded: ${object.uploadedAt}`] : []),
    `Attempts: ${attempts}`,
    '',
    `Correct it and upload it again. Reference for questions: ${correlationId}`,
  ].join('\n');
  return {
    subject: `Upload rejected: ${object.key}`.replace(/[^\x20-\x7e]/g, '?').slice(0, SUBJECT_LENGTH),
    message: JSON.stringify({ default: JSON.stringify(notice), email: text }),
  };
}
