{{/* Whether a load balancer splits the traffic between the versions. */}}
{{- define "service.splitsTraffic" -}}
{{- if and .Values.canary.enabled .Values.ingress.enabled (eq .Values.kind "web") }}yes{{ end -}}
{{- end -}}

{{/* Annotations of the workload itself: they change without a new version. */}}
{{- define "service.workloadAnnotations" -}}
backlot.dev/slo-availability: {{ .Values.slo.availability | toString | quote }}
backlot.dev/slo-latency-p95: {{ .Values.slo.latencyP95 | toString | quote }}
backlot.dev/slo-window: {{ .Values.slo.window | quote }}
{{- with .Values.release.declaredImage }}
backlot.dev/declared-image: {{ . | quote }}
{{- end }}
{{- with .Values.release.id }}
backlot.dev/release: {{ . | quote }}
{{- end }}
{{- end -}}
