/** The Terraform type in an address: `data/aws_db_instance.postgres-main` is of `aws_db_instance`; empty for what has none. */
export function typeOf(address: string): string {
  return /(?:^|[./])(?<type>aws_\w+)\.[^.]+$/.exec(address)?.groups?.type ?? '';
}
