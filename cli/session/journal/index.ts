export {
  type Journal,
  type JournalCreate,
  type JournalEntry,
  type JournalOutcome,
  journaled,
  noJournal,
} from './journal.js';
export type { JournalRecord, JournalStep, UnsettledStep } from './journal-record.js';
export { isIntended, readUnsettled, stackStep, Unsettled } from './unsettled.js';
