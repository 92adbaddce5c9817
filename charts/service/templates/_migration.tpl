{{/* A name of its own, so that no Service and no budget takes the migration for a pod of the service. */}}
{{- define "service.migrationLabels" -}}
app.kubernetes.io/name: {{ printf "%s-migrate" (include "lib.name" .) | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{ include "lib.originLabels" . }}
app.kubernetes.io/component: migration
{{- with include "lib.version" . }}
app.kubernetes.io/version: {{ . | quote }}
{{- end }}
{{- end -}}
