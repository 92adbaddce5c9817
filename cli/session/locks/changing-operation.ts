/** What may hold the lock of an environment: every operation that changes something in it. */
export type ChangingOperation =
  | 'deploy'
  | 'rollback'
  | 'destroy'
  | 'bootstrap'
  | 'restore'
  | 'backup'
  | 'rotate'
  | 'drift'
  | 'scale'
  | 'restart'
  | 'exec'
  | 'upgrade'
  | 'images'
  | 'release-lock';
