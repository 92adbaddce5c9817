{{/* One probe, by HTTP or by a command in the container. */}}
{{- define "lib.probe" -}}
{{- if .command -}}
exec:
  command:
    {{- include "lib.literals" .command | nindent 4 }}
{{- else -}}
httpGet:
  path: {{ .path | quote }}
  port: http
{{- end }}
periodSeconds: {{ int .periodSeconds }}
timeoutSeconds: {{ int .timeoutSeconds }}
failureThreshold: {{ int .failureThreshold }}
{{- end -}}

{{/* The probes of a service that keeps running. */}}
{{- define "lib.probes" -}}
{{- range $name := list "startup" "readiness" "liveness" }}
{{- $probe := index $.Values.health $name }}
{{- if $probe.enabled }}
{{ $name }}Probe:
  {{- include "lib.probe" $probe | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}
