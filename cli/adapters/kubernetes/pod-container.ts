/** Names a container of a pod. */
export interface PodContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}
