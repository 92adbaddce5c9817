import { GROUPS } from '../access/groups.js';

const inGroup = (group: string) => `'${group}' in request.userInfo.groups`;
/** Whoever has all rights of the cluster, such as the pipeline and the sandbox, is held by no policy. */
const HAS_ALL = inGroup('system:masters');

/** CEL: a person asks, not a controller and not the pipeline. */
export const A_PERSON = `(${Object.values(GROUPS).map(inGroup).join(' || ')}) && !(${HAS_ALL})`;

/** CEL: somebody asks who acts on services and doesn't deploy them. */
export const AN_SRE = `${inGroup(GROUPS.sre)} && !(${inGroup(GROUPS.platform)}) && !(${HAS_ALL})`;
