import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Attribute, Block, NestedBlock, Schema, TerraformType } from './schema.js';

/**
 * Derives a schema from the compiled source of one `@cdktn/provider-aws` binding (`lib/<type>/index.js`).
 *
 * The generated code betrays the whole schema. Each block is a class; before each attribute stands a comment
 * `// name - computed: …, optional: …, required: …`; the getter or the field after it names the type or the nested
 * class; `synthesizeHclAttributes` and `…ToHclTerraform` tell blocks from attributes and sets from lists.
 *
 * @throws BacklotError `UnreadableBinding` when the source is not of that form.
 */
export function readBinding(source: string, terraformType: string): Schema {
  const parts = scan(source);
  const root = [...parts.classes.values()].find((candidate) => candidate.isRoot);
  if (!root || root.members.length === 0) {
    throw new BacklotError({
      code: 'UnreadableBinding',
      source: 'platform',
      message: `The installed binding of ${terraformType} does not have the form that schemas are derived from.`,
      actions: ['npm ci'],
    });
  }
  return { version: 0, block: blockOf(root, root.name, parts) };
}

/** What stands after one attribute's comment. */
interface Member {
  readonly name: string;
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
  /** Class of the nested block and whether the field wraps a set. */
  nested?: { readonly className: string; readonly set: boolean };
  /** `String`, `Number`, `Boolean`, `List`, `StringMap` … of the getter. */
  getter?: string;
  getterOfSet?: boolean;
  writeOnly?: boolean;
}

interface BindingClass {
  readonly name: string;
  readonly base: string;
  readonly isRoot: boolean;
  readonly members: Member[];
  /** For `…List` classes: the class of an element. */
  element?: string;
}

/** What the HCL synthesis says of a settable attribute. */
interface Settable {
  isBlock?: boolean;
  type?: string;
  storage?: string;
}

interface Parts {
  readonly classes: Map<string, BindingClass>;
  /** By class name without `OutputReference`; the root's is under its own name. */
  readonly settables: Map<string, Map<string, Settable>>;
}

const CLASS = /^class (\w+) extends cdktn\.(\w+)/;
const MEMBER = /^ {4}\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)/;
const FIELD = /= new (\w+)\(this, "\w+"(?:, (true|false))?\)/;
const BUILTIN_FIELD = /= new cdktn\.(\w+)\(this, "\w+"\)/;
const GETTER = /return .*this\.(?:get(\w+)Attribute|(interpolationForAttribute))\(/;
const HCL_FUNCTION = /^function (\w+)ToHclTerraform\(/;
const HCL_ENTRY = /^ {8,12}(\w+): \{$/;
const WRITE_ONLY = /^ +(\w+): this\.markWriteOnlyAttribute\(/;

function scan(source: string): Parts {
  const parts: Parts = { classes: new Map(), settables: new Map() };
  let current: BindingClass | undefined;
  let member: Member | undefined;
  let settables: Map<string, Settable> | undefined;
  let settable: Settable | undefined;
  for (const line of source.split('\n')) {
    if (line.startsWith('//# sourceMappingURL')) break;
    const hclFunction = HCL_FUNCTION.exec(line);
    const startsClass = CLASS.exec(line);
    if (hclFunction?.[1]) {
      settables = settablesOf(parts, hclFunction[1][0]?.toUpperCase() + hclFunction[1].slice(1));
    } else if (startsClass?.[1] && startsClass[2]) {
      const base = startsClass[2];
      current = { name: startsClass[1], base, isRoot: base.startsWith('Terraform'), members: [] };
      parts.classes.set(current.name, current);
      member = settables = settable = undefined;
    } else if (line.startsWith('    synthesizeHclAttributes()') && current) {
      settables = settablesOf(parts, current.name);
      member = undefined;
    } else if (settables) {
      settable = readSettable(line, settables, settable);
    } else if (current) {
      member = readMember(line, current, member);
    }
  }
  return parts;
}

function settablesOf(parts: Parts, name: string): Map<string, Settable> {
  const made = parts.settables.get(name) ?? new Map<string, Settable>();
  parts.settables.set(name, made);
  return made;
}

function readSettable(line: string, all: Map<string, Settable>, open: Settable | undefined): Settable | undefined {
  const entry = HCL_ENTRY.exec(line);
  if (entry?.[1]) {
    const made: Settable = {};
    all.set(entry[1], made);
    return made;
  }
  if (!open) return undefined;
  const text = line.trim();
  if (text.startsWith('isBlock: ')) open.isBlock = text.includes('true');
  else if (text.startsWith('type: "')) open.type = text.split('"')[1];
  else if (text.startsWith('storageClassType: "')) open.storage = text.split('"')[1];
  return open;
}

function readMember(line: string, current: BindingClass, open: Member | undefined): Member | undefined {
  const comment = MEMBER.exec(line);
  if (comment?.[1]) {
    const [, name, computed, optional, required] = comment;
    const made: Member = {
      name: name as string,
      computed: computed === 'true',
      optional: optional === 'true',
      required: required === 'true',
    };
    current.members.push(made);
    return made;
  }
  const writeOnly = WRITE_ONLY.exec(line)?.[1];
  if (writeOnly) {
    const target = current.members.find((candidate) => candidate.name === writeOnly);
    if (target) target.writeOnly = true;
  }
  if (current.base === 'ComplexList' || current.base === 'ComplexMap') {
    current.element ??= /return new (\w+)\(/.exec(line)?.[1];
  }
  if (!open || open.nested || open.getter) return open;
  const builtin = BUILTIN_FIELD.exec(line)?.[1];
  const field = FIELD.exec(line);
  const getter = GETTER.exec(line);
  if (builtin) open.getter = builtin;
  else if (field?.[1]) open.nested = { className: field[1], set: field[2] === 'true' };
  else if (getter) {
    open.getter = getter[1] ?? 'Any';
    open.getterOfSet = line.includes('Fn.tolist');
  }
  return open;
}

function blockOf(source: BindingClass, settableName: string, parts: Parts): Block {
  const attributes: { [name: string]: Attribute } = {};
  const blocks: { [name: string]: NestedBlock } = {};
  const settables = parts.settables.get(settableName);
  for (const member of source.members) {
    const settable = settables?.get(member.name);
    if (member.nested && settable?.isBlock && !member.computed)
      blocks[member.name] = nestedBlock(member, settable, parts);
    else attributes[member.name] = attributeOf(member, settable, parts);
  }
  return { attributes, blocks };
}

function nestedBlock(member: Member, settable: Settable, parts: Parts): NestedBlock {
  const { one, block } = nestedClass(member, parts);
  const nesting = settable.type === 'struct' ? 'single' : settable.type === 'set' ? 'set' : 'list';
  return {
    nesting,
    block,
    ...(member.required && nesting !== 'single' ? { minItems: 1 } : {}),
    ...(one && nesting !== 'single' ? { maxItems: 1 } : {}),
  };
}

/** A nested class that core sees as an attribute: computed only, or written as a block but typed as a list of objects. */
function attributeOf(member: Member, settable: Settable | undefined, parts: Parts): Attribute {
  const flags = {
    ...(member.required ? { required: true } : {}),
    ...(member.optional ? { optional: true } : {}),
    ...(member.computed ? { computed: true } : {}),
    ...(member.writeOnly ? { writeOnly: true } : {}),
  };
  if (!member.nested) return { type: simpleType(member, settable), ...flags };
  const { one, map, block } = nestedClass(member, parts);
  const object: TerraformType = ['object', objectFields(block)];
  if (map) return { type: ['map', object], ...flags };
  if (settable?.type === 'struct' || (one && !settable)) return { type: object, ...flags };
  const set = member.nested.set || settable?.type === 'set';
  return { type: [set ? 'set' : 'list', object], ...flags };
}

function objectFields(block: Block): { [name: string]: TerraformType } {
  const fields: { [name: string]: TerraformType } = {};
  for (const [name, attribute] of Object.entries(block.attributes)) fields[name] = attribute.type;
  for (const [name, nested] of Object.entries(block.blocks)) {
    const inner: TerraformType = ['object', objectFields(nested.block)];
    fields[name] = nested.nesting === 'single' ? inner : [nested.nesting, inner];
  }
  return fields;
}

function nestedClass(member: Member, parts: Parts): { one: boolean; map: boolean; block: Block } {
  const held = parts.classes.get(member.nested?.className ?? '');
  const element = held?.element ? parts.classes.get(held.element) : held;
  const block = element
    ? blockOf(element, element.name.replace(/OutputReference$/, ''), parts)
    : { attributes: {}, blocks: {} };
  return { one: held?.base === 'ComplexObject', map: held?.base === 'ComplexMap', block };
}

const SIMPLE: { readonly [name: string]: TerraformType } = {
  string: 'string',
  number: 'number',
  boolean: 'bool',
  any: 'dynamic',
};

function simpleType(member: Member, settable: Settable | undefined): TerraformType {
  if (settable?.storage && settable.type) {
    const kind = settable.type === 'set' ? 'set' : undefined;
    return storageType(settable.storage, kind);
  }
  const getter = member.getter ?? 'String';
  if (getter === 'List') return [member.getterOfSet ? 'set' : 'list', 'string'];
  return storageType(getter[0]?.toLowerCase() + getter.slice(1), member.getterOfSet ? 'set' : undefined);
}

/** `stringListMap` is a map of lists of strings; `kind` turns the outermost list into a set. */
function storageType(storage: string, kind: 'set' | undefined): TerraformType {
  const [, base = 'string', wrappers = ''] = /^(string|number|boolean|any)((?:List|Map)*)$/.exec(storage) ?? [];
  let type: TerraformType = SIMPLE[base] ?? 'string';
  const chain = wrappers.match(/List|Map/g) ?? [];
  chain.forEach((wrapper, index) => {
    const outermost = index === chain.length - 1;
    type = [wrapper === 'Map' ? 'map' : outermost && kind ? kind : 'list', type];
  });
  return type;
}
