{{/* Labels of every object. */}}
{{- define "observability.labels" -}}
{{ include "lib.selectorLabels" . }}
{{ include "lib.originLabels" . }}
{{- end -}}

{{/* What every alert carries. Takes `root`, `name` and `severity`: page wakes somebody, ticket waits for the morning. */}}
{{- define "observability.alertLabels" -}}
severity: {{ .severity | quote }}
environment: {{ .root.Values.environment | quote }}
{{- with .root.Values.alerts.labels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "observability.runbook" -}}
runbook_url: {{ printf "%s#%s" .root.Values.alerts.runbooks (lower .name) | quote }}
{{- end -}}
