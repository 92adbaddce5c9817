{{/*
A text as the program gets it. The kubelet puts variables in the place of $(NAME) and $ in the place of $$, in values of
variables, in commands and in arguments; what comes from a ConfigMap or a Secret it leaves alone.
https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
*/}}
{{- define "lib.literal" -}}
{{ replace "$" "$$" . }}
{{- end -}}

{{/* Each of a list of texts as the program gets it. */}}
{{- define "lib.literals" -}}
{{- range . }}
- {{ include "lib.literal" . | quote }}
{{- end }}
{{- end -}}

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
- name: {{ $name | quote }}
  value: {{ include "lib.literal" $value | quote }}
{{- end }}
{{- if .inline }}
{{- range $name, $value := .root.Values.config }}
- name: {{ $name | quote }}
  value: {{ include "lib.literal" $value | quote }}
{{- end }}
{{- end }}
{{- range .root.Values.secrets }}
- name: {{ .env | quote }}
  valueFrom:
    secretKeyRef:
      name: {{ $.secret | quote }}
      key: {{ .env | quote }}
{{- end }}
{{- end -}}
