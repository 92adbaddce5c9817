import { describe, expect, it } from '@jest/globals';
import { readBinding } from '../../../provider/schema/binding-reader.js';
import type { Schema } from '../../../provider/schema/schema.js';
import { bindingPackage, deriveSchema } from '../../../provider/schema/schema-source.js';

async function schema(type: string): Promise<Schema> {
  return deriveSchema(type, await bindingPackage());
}

describe('a schema from the bindings', () => {
  it('knows what is required, optional and computed', async () => {
    const { attributes } = (await schema('aws_vpc')).block;
    expect(attributes.arn).toEqual({ type: 'string', computed: true });
    expect(attributes.cidr_block).toEqual({ type: 'string', optional: true, computed: true });
    expect(attributes.enable_dns_support).toEqual({ type: 'bool', optional: true });
    expect(attributes.tags).toEqual({ type: ['map', 'string'], optional: true });
    expect((await schema('aws_eks_cluster')).block.attributes.role_arn).toEqual({ type: 'string', required: true });
  });

  it('tells sets from lists, and single blocks from many', async () => {
    const { blocks, attributes } = (await schema('aws_eks_cluster')).block;
    expect(attributes.enabled_cluster_log_types?.type).toEqual(['set', 'string']);
    expect(blocks.vpc_config).toMatchObject({ nesting: 'list', minItems: 1, maxItems: 1 });
    expect(blocks.timeouts).toMatchObject({ nesting: 'single' });
    const rules = (await schema('aws_s3_bucket_lifecycle_configuration')).block.blocks.rule;
    expect(rules).toMatchObject({ nesting: 'list' });
    expect(rules?.maxItems).toBeUndefined();
  });

  it('sees computed lists of objects, and blocks that core takes as attributes', async () => {
    const cluster = (await schema('aws_eks_cluster')).block.attributes;
    expect(cluster.certificate_authority).toEqual({ type: ['list', ['object', { data: 'string' }]], computed: true });
    const group = (await schema('aws_security_group')).block;
    expect(group.attributes.ingress).toMatchObject({ optional: true, computed: true });
    expect(group.attributes.ingress?.type).toEqual(['set', ['object', expect.objectContaining({ self: 'bool' })]]);
    expect(group.blocks.ingress).toBeUndefined();
  });

  it('knows what is secret and what must not be stored', async () => {
    const { attributes } = (await schema('aws_db_instance')).block;
    expect(attributes.password).toMatchObject({ sensitive: true });
    expect(attributes.password_wo).toMatchObject({ writeOnly: true, sensitive: true });
    expect(attributes.username?.sensitive).toBeUndefined();
    expect((await schema('aws_secretsmanager_secret_version')).block.attributes.secret_string?.sensitive).toBe(true);
  });

  it('lets a firewall statement nest itself three times, with nothing dynamic left', async () => {
    const acl = await schema('aws_wafv2_web_acl');
    expect(JSON.stringify(acl)).not.toContain('"dynamic"');
    const statement = acl.block.blocks.rule?.block.blocks.statement?.block.blocks;
    const second = statement?.not_statement?.block.blocks.statement?.block.blocks;
    const third = second?.and_statement?.block.blocks.statement?.block.blocks;
    expect(third?.geo_match_statement).toBeDefined();
    expect(third?.and_statement).toBeUndefined();
  });

  it('is refused for a type that the bindings lack', async () => {
    await expect(schema('aws_vcp')).rejects.toMatchObject({ code: 'UnknownResourceType' });
  });

  it('is refused when the source is not a binding', () => {
    expect(() => readBinding('export const x = 1;\n', 'aws_x')).toThrow(
      expect.objectContaining({ code: 'UnreadableBinding' }),
    );
  });
});
