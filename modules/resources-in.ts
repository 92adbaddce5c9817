import { type ITerraformDependable, TerraformResource } from 'cdktn';
import type { IConstruct } from 'constructs';

/** All Terraform resources that constructs are made of, to be named in another resource's `dependsOn`. */
export function resourcesIn(...constructs: readonly IConstruct[]): ITerraformDependable[] {
  return constructs.flatMap((construct) => construct.node.findAll()).filter(TerraformResource.isTerraformResource);
}
