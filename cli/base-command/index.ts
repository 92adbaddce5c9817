export { askForAdoption, requireAdoptionAnswer } from './adoption-approval.js';
export { type ApprovalAnswers, askApproval, requireAnswers } from './approval.js';
export { BaseCommand } from './base-command.js';
export { lockTimeout } from './deploy-wishes.js';
export { EnvironmentCommand } from './environment-command.js';
export * from './flags.js';
export { confirmLosses } from './loss-approval.js';
export * from './outcome.js';
