/** Name of the file beside the configuration of a stack that Terraform reads instead of some of its values: what AWS moved on by itself. */
export const OWNED = 'owned_by_aws_override.tf.json';
