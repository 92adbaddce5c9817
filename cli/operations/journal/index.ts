export {
  type Journal,
  type JournalCreate,
  type JournalEntry,
  type JournalOutcome,
  journaled,
  noJournal,
} from './journal.js';
