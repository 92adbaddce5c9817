{{/*
Environment variables of a container: what it is, then plain ones, then secrets.
Takes `root`, `secret` (name of the Secret) and `inline` (write `config` out instead of naming the ConfigMap).
*/}}
{{- define "lib.env" -}}
- name: BACKLOT_SERVICE
  value: {{ include "lib.name" .root | quote }}
- name: BACKLOT_ENVIRONMENT
  value: {{ .root.Values.environment | quote }}
- name: BACKLOT_VERSION
  value: {{ .root.Values.image.tag | default .root.Values.image.digest | quote }}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- range $name, $value := .root.Values.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- if .inline }}
{{- range $name, $value := .root.Values.config }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- range .root.Values.secrets }}
- name: {{ .env }}
  valueFrom:
    secretKeyRef:
      name: {{ $.secret }}
      key: {{ .env }}
{{- end }}
{{- end -}}
