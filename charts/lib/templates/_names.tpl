{{/* The service: the release is named after it. */}}
{{- define "lib.name" -}}
{{ .Release.Name }}
{{- end -}}

{{- define "lib.serviceAccountName" -}}
{{ .Values.serviceAccount.name | default (include "lib.name" .) }}
{{- end -}}

{{/* What runs: by digest if there is one, as a tag may be moved. */}}
{{- define "lib.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}
{{- end -}}
{{- end -}}

{{/* The version as a label may hold it. */}}
{{- define "lib.version" -}}
{{- $version := .Values.image.tag | default (.Values.image.digest | trimPrefix "sha256:" | trunc 12) -}}
{{ regexReplaceAll "[^A-Za-z0-9]+$" (trunc 63 $version) "" }}
{{- end -}}
