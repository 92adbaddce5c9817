{{/* Labels that never change for a release: selectors are made of them, and selectors cannot be changed. */}}
{{- define "lib.selectorLabels" -}}
app.kubernetes.io/name: {{ include "lib.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{/* Labels of every object. */}}
{{- define "lib.labels" -}}
{{ include "lib.selectorLabels" . }}
{{ include "lib.originLabels" . }}
app.kubernetes.io/component: {{ .Values.kind | quote }}
{{- with include "lib.version" . }}
app.kubernetes.io/version: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* Labels that say whose an object is, for charts that hold no service. */}}
{{- define "lib.originLabels" -}}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
app.kubernetes.io/part-of: {{ .Values.platform | quote }}
backlot.dev/environment: {{ .Values.environment | quote }}
{{- end -}}
