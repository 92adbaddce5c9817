import type { ApiObject, Attributes, Context } from '../contract.js';

/** The notices that a new budget starts with, in the API's form. */
export function createNotifications(state: Attributes): ApiObject[] {
  const declared: Attributes[] = state.notification ?? [];
  return declared.map((notice) => ({ Notification: toNotification(notice), Subscribers: subscribers(notice) }));
}

/** Asks for a budget's notices and who gets each. */
export async function readNotifications({ name }: Attributes, { account, call }: Context): Promise<Attributes> {
  const budget = { AccountId: account, BudgetName: name };
  const { Notifications = [] } = await call('DescribeNotificationsForBudget', { ...budget, MaxResults: 100 });
  const notification = await Promise.all(
    Notifications.map(async (found: ApiObject) => {
      const { NotificationState: _state, ...Notification } = found;
      const input = { ...budget, Notification, MaxResults: 100 };
      const { Subscribers = [] } = await call('DescribeSubscribersForNotification', input);
      return fromNotification(found, Subscribers);
    }),
  );
  return { notification };
}

/** Removes the notices that differ from the declared ones and makes the missing ones. */
export async function updateNotifications(state: Attributes, { account, call, prior }: Context): Promise<void> {
  const budget = { AccountId: account, BudgetName: state.name };
  const before: Attributes[] = prior.notification ?? [];
  const after: Attributes[] = state.notification ?? [];
  for (const notice of without(before, after)) {
    await call('DeleteNotification', { ...budget, Notification: toNotification(notice) });
  }
  for (const notice of without(after, before)) {
    const Notification = toNotification(notice);
    await call('CreateNotification', { ...budget, Notification, Subscribers: subscribers(notice) });
  }
}

function toNotification(notice: Attributes): ApiObject {
  return {
    NotificationType: notice.notification_type,
    ComparisonOperator: notice.comparison_operator,
    Threshold: notice.threshold,
    ThresholdType: notice.threshold_type,
  };
}

function subscribers(notice: Attributes): ApiObject[] {
  const of = (SubscriptionType: string, addresses: readonly string[] | null) =>
    (addresses ?? []).map((Address) => ({ SubscriptionType, Address }));
  return [...of('EMAIL', notice.subscriber_email_addresses), ...of('SNS', notice.subscriber_sns_topic_arns)];
}

function fromNotification(notification: ApiObject, found: readonly ApiObject[]): Attributes {
  const addresses = (type: string) =>
    found.filter(({ SubscriptionType }) => SubscriptionType === type).map(({ Address }) => Address);
  return {
    notification_type: notification.NotificationType,
    comparison_operator: notification.ComparisonOperator,
    threshold: notification.Threshold,
    threshold_type: notification.ThresholdType ?? 'PERCENTAGE',
    subscriber_email_addresses: addresses('EMAIL'),
    subscriber_sns_topic_arns: addresses('SNS'),
  };
}

/** The notices of one list that the other has not with the same content. */
function without(notices: readonly Attributes[], others: readonly Attributes[]): Attributes[] {
  const known = new Set(others.map(spelling));
  return notices.filter((notice) => !known.has(spelling(notice)));
}

function spelling(notice: Attributes): string {
  const addresses = subscribers(notice).map(({ SubscriptionType, Address }) => `${SubscriptionType} ${Address}`);
  return JSON.stringify([toNotification(notice), addresses.sort()]);
}
