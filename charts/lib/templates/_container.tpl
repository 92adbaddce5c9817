{{/*
The one container of a pod. Takes `root`, `name`, `command`, `args`, `secret`, `inline` (config written out) and
`serves`: whether it keeps running, with ports, probes and a pause before it stops.
*/}}
{{- define "lib.container" -}}
{{- $values := .root.Values -}}
name: {{ .name | quote }}
image: {{ include "lib.image" .root | quote }}
imagePullPolicy: {{ $values.image.pullPolicy | quote }}
{{- with .command }}
command:
  {{- include "lib.literals" . | nindent 2 }}
{{- end }}
{{- with .args }}
args:
  {{- include "lib.literals" . | nindent 2 }}
{{- end }}
env:
  {{- include "lib.env" . | nindent 2 }}
{{- if and $values.config (not .inline) }}
envFrom:
  - configMapRef:
      name: {{ include "lib.name" .root | quote }}
{{- end }}
{{- if .serves }}
{{- with include "lib.ports" .root }}
ports:
  {{- . | nindent 2 }}
{{- end }}
{{- include "lib.probes" .root }}
{{- if gt (int $values.termination.preStopSeconds) 0 }}
lifecycle:
  preStop:
    sleep:
      seconds: {{ int $values.termination.preStopSeconds }}
{{- end }}
{{- end }}
resources:
  {{- include "lib.resources" .root | nindent 2 }}
securityContext:
  {{- include "lib.containerSecurityContext" .root | nindent 2 }}
{{- with $values.scratch }}
volumeMounts:
  {{- range . }}
  - name: {{ .name | quote }}
    mountPath: {{ .path | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "lib.ports" -}}
{{- if .Values.port -}}
- name: http
  containerPort: {{ int .Values.port }}
  protocol: TCP
{{- end }}
{{- if include "lib.hasMetricsPort" . }}
- name: metrics
  containerPort: {{ int .Values.metricsPort }}
  protocol: TCP
{{- end }}
{{- end -}}

{{/* Whether metrics have a port of their own. */}}
{{- define "lib.hasMetricsPort" -}}
{{- if and .Values.metricsPort (ne (int .Values.metricsPort) (int .Values.port)) }}yes{{ end -}}
{{- end -}}
