{{/* Labels that never change for a release: selectors are made of them, and selectors cannot be changed. */}}
{{- define "lib.selectorLabels" -}}
app.kubernetes.io/name: {{ include "lib.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels of every object. */}}
{{- define "lib.labels" -}}
{{ include "lib.selectorLabels" . }}
{{ include "lib.originLabels" . }}
app.kubernetes.io/component: {{ .Values.kind }}
{{- with include "lib.version" . }}
app.kubernetes.io/version: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* Labels that say whose an object is, for charts that hold no service. */}}
{{- define "lib.originLabels" -}}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: {{ .Values.platform }}
backlot.dev/environment: {{ .Values.environment }}
{{- end -}}
