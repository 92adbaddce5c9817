import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';
import { associations } from './associations.js';

/** What is known of `aws_default_route_table`. */
export default resource({
  type: 'aws_default_route_table',
  // Its routes are an attribute of it.
  beside: [associations],
  // What every VPC has: adopted by its creation anyway.
  find: WRITTEN_AGAIN,
});
