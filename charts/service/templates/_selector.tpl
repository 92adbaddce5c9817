{{/*
Selector of the Service `name`. Argo Rollouts narrows those of the stable and the canary version down to the pods of
one hash, and owns the field from then on. A release that is applied on the server's side has to repeat what is there,
else the server refuses the upgrade with a conflict; taking the field by force would mix the versions for a moment.
Takes `root` and `name`.
*/}}
{{- define "service.selector" -}}
{{- include "lib.selectorLabels" .root }}
{{- $live := lookup "v1" "Service" .root.Release.Namespace .name }}
{{- range dig "metadata" "managedFields" (list) $live }}
{{- if and (eq .manager "helm") (eq .operation "Apply") }}
{{- with dig "spec" "selector" "rollouts-pod-template-hash" "" $live }}
rollouts-pod-template-hash: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
