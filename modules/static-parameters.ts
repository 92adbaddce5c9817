/**
 * Parameters that PostgreSQL reads at its start only: those whose context is `postmaster`, as `postgres --describe-config` of
 * 14 to 18 says. RDS takes a new value of these with `pending-reboot` and refuses `immediate`.
 * https://www.postgresql.org/docs/current/view-pg-settings.html
 */
const OF_POSTGRES = `archive_mode autovacuum_freeze_max_age autovacuum_max_workers autovacuum_multixact_freeze_max_age
  autovacuum_worker_slots bonjour bonjour_name cluster_name commit_timestamp_buffers data_directory data_sync_retry
  dynamic_shared_memory_type event_source external_pid_file hba_file hot_standby huge_page_size huge_pages ident_file
  io_max_combine_limit io_max_concurrency io_method jit_provider listen_addresses logging_collector
  max_active_replication_origins max_connections max_files_per_process max_locks_per_transaction
  max_logical_replication_workers max_notify_queue_pages max_pred_locks_per_transaction max_prepared_transactions
  max_replication_slots max_wal_senders max_worker_processes min_dynamic_shared_memory multixact_member_buffers
  multixact_offset_buffers notify_buffers old_snapshot_threshold port recovery_target recovery_target_action
  recovery_target_inclusive recovery_target_lsn recovery_target_name recovery_target_time recovery_target_timeline
  recovery_target_xid reserved_connections serializable_buffers shared_buffers shared_memory_type shared_preload_libraries
  subtransaction_buffers superuser_reserved_connections track_activity_query_size track_commit_timestamp
  transaction_buffers unix_socket_directories unix_socket_group unix_socket_permissions wal_buffers
  wal_decode_buffer_size wal_level wal_log_hints`;

/** Those that PostgreSQL would read again, but RDS lists as static, and RDS' own. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html */
const OF_RDS = `rds.custom_dns_resolution rds.logical_replication rds.rds_superuser_reserved_connections
  rds.restrict_password_commands ssl temp_file_limit`;

/** Those of extensions that RDS offers, by the context in which each defines them: they set up shared memory or workers. */
const OF_EXTENSIONS = `cron.database_name cron.host cron.log_run cron.log_statement cron.max_running_jobs cron.timezone
  cron.use_background_workers pg_prewarm.autoprewarm pg_stat_statements.max pglogical.batch_inserts
  pglogical.synchronous_commit pglogical.temp_directory pglogical.use_spi`;

const STATIC: ReadonlySet<string> = new Set([OF_POSTGRES, OF_RDS, OF_EXTENSIONS].flatMap((each) => each.split(/\s+/)));

/** Whether a parameter of RDS for PostgreSQL takes effect at a restart only. */
export function isStaticParameter(name: string): boolean {
  return STATIC.has(name.toLowerCase());
}
