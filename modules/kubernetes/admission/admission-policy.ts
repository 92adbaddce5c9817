import { ValidatingAdmissionPolicy } from '@pulumi/kubernetes/admissionregistration/v1/validatingAdmissionPolicy.js';
import { ValidatingAdmissionPolicyBinding } from '@pulumi/kubernetes/admissionregistration/v1/validatingAdmissionPolicyBinding.js';
import type { CustomResource } from '@pulumi/pulumi/resource.js';
import { type OwnedProps, ownedMetadata } from '../ownership.js';

/** What requests a policy looks at. */
export interface AdmissionResources {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly ('CREATE' | 'UPDATE' | 'CONNECT')[];
}

/** Something that must hold, and what is said where it doesn't. */
export interface AdmissionRule {
  /** CEL. https://kubernetes.io/docs/reference/using-api/cel/ */
  readonly expression: string;
  /** What is wrong and what to do instead. */
  readonly message: string;
}

/** What an {@link admissionPolicy} is made from. */
export interface AdmissionPolicyProps extends OwnedProps {
  readonly name: string;
  /** Whose requests: CEL. */
  readonly whose: string;
  readonly resources: readonly AdmissionResources[];
  /** CEL by name, each may use those before it as `variables.<name>`. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  readonly rules: readonly AdmissionRule[];
  /** Objects that it compares with, each by name, for requests about objects that carry the label `app.kubernetes.io/name`. @default none */
  readonly params?: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly names: readonly string[];
  };
}

/**
 * A policy of the API server itself, and what puts it into effect. It fails closed: what it can't evaluate is refused, and
 * so is what has nothing to be compared with.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function admissionPolicy(props: AdmissionPolicyProps): CustomResource[] {
  const { name, owner, params, resources, rules, variables = {}, whose } = props;
  const policy = new ValidatingAdmissionPolicy(name, {
    metadata: ownedMetadata(owner, name),
    spec: {
      failurePolicy: 'Fail',
      ...(params && { paramKind: { apiVersion: params.apiVersion, kind: params.kind } }),
      matchConstraints: {
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        resourceRules: resources.map((each) => ({
          apiGroups: [...each.apiGroups],
          apiVersions: ['*'],
          resources: [...each.resources],
          operations: [...each.operations],
          scope: '*',
        })),
      },
      matchConditions: [{ name: 'whose', expression: whose }],
      variables: Object.entries(variables).map(([key, expression]) => ({ name: key, expression })),
      validations: rules.map(({ expression, message }) => ({ expression, message, reason: 'Forbidden' })),
    },
  });
  const bound = { policyName: name, validationActions: ['Deny'] };
  if (!params)
    return [policy, new ValidatingAdmissionPolicyBinding(name, { metadata: ownedMetadata(owner, name), spec: bound })];
  const bindings = params.names.map((param) => {
    const binding = `${name}-${param}`;
    return new ValidatingAdmissionPolicyBinding(binding, {
      metadata: ownedMetadata(owner, binding),
      spec: {
        ...bound,
        paramRef: { name: param, namespace: params.namespace, parameterNotFoundAction: 'Deny' },
        matchResources: {
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: { matchLabels: { 'app.kubernetes.io/name': param } },
        },
      },
    });
  });
  return [policy, ...bindings];
}
