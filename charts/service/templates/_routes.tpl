{{/* The routes as JSON, grouped by host. */}}
{{- define "service.routesByHost" -}}
{{- $hosts := dict -}}
{{- range .Values.routes }}
{{- $_ := set $hosts .host (append (get $hosts .host | default list) .) }}
{{- end }}
{{- toJson $hosts -}}
{{- end -}}
