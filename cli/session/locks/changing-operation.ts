/** What may hold the lock of an environment: every operation that changes what is declared, or what data hangs on. */
export type ChangingOperation =
  | 'deploy'
  | 'rollback'
  | 'destroy'
  | 'bootstrap'
  | 'restore'
  | 'rotate'
  | 'drift'
  | 'upgrade'
  | 'recover'
  | 'images'
  | 'recovery';
