{{/*
Selector of the Service `name`; empty where Argo Rollouts has taken it over. Argo narrows the Services of the stable and
the canary version down to the pods of one hash, and owns the field from then on. A release that is applied on the
server's side (Helm 4) then has to leave the field out: the server refuses an upgrade that has another value, and taking
the field by force would mix the versions. Other releases repeat what they always said, which changes nothing.
Takes `root` and `name`.
*/}}
{{- define "service.selector" -}}
{{- $live := lookup "v1" "Service" .root.Release.Namespace .name -}}
{{- $applied := false -}}
{{- $taken := false -}}
{{- range dig "metadata" "managedFields" list $live }}
{{- if and (eq .manager "helm") (eq .operation "Apply") }}
{{- $applied = true }}
{{- else if dig "fieldsV1" "f:spec" "f:selector" false . | kindIs "map" }}
{{- $taken = true }}
{{- end }}
{{- end }}
{{- if not (and $applied $taken) }}
{{- include "lib.selectorLabels" .root }}
{{- end }}
{{- end -}}
