{{/* What the schema cannot say, as it looks at one value at a time. Each message names the value and what to do. */}}
{{- define "service.validate" -}}
{{- $v := .Values -}}
{{- if not (or $v.image.tag $v.image.digest) }}
{{- fail "image: neither tag nor digest is set; say which version runs, for example image.tag=1.0.0" }}
{{- end }}
{{- if gt (int $v.replicas.min) (int $v.replicas.max) }}
{{- fail (printf "replicas.min (%d) is more than replicas.max (%d); lower the one or raise the other" (int $v.replicas.min) (int $v.replicas.max)) }}
{{- end }}
{{- if eq $v.kind "cron" }}
{{- if not $v.schedule }}
{{- fail "schedule: a cron job needs one, for example \"0 3 * * *\"" }}
{{- end }}
{{- else }}
{{- include "service.validateServing" . }}
{{- end }}
{{- include "service.validateNames" . }}
{{- end -}}

{{- define "service.validateServing" -}}
{{- $v := .Values -}}
{{- if $v.schedule }}
{{- fail (printf "schedule is for kind cron, and this is a %s; remove it or change the kind" $v.kind) }}
{{- end }}
{{- if and (eq $v.kind "web") (not $v.port) }}
{{- fail "port: a web service needs one; a worker may have none" }}
{{- end }}
{{- if ge (int $v.termination.preStopSeconds) (int $v.termination.gracePeriodSeconds) }}
{{- fail (printf "termination.preStopSeconds (%d) must be less than termination.gracePeriodSeconds (%d), or the service is killed before it is told to stop" (int $v.termination.preStopSeconds) (int $v.termination.gracePeriodSeconds)) }}
{{- end }}
{{- range $name, $probe := $v.health }}
{{- if and $probe.enabled (not $v.port) (not $probe.command) }}
{{- fail (printf "health.%s asks by HTTP, and port is 0; set health.%s.command, or health.%s.enabled=false, or port" $name $name $name) }}
{{- end }}
{{- end }}
{{- if and $v.autoscaling.enabled (not (or $v.autoscaling.cpu $v.autoscaling.memory $v.autoscaling.queues)) }}
{{- fail "autoscaling looks at nothing: set autoscaling.cpu, autoscaling.memory or autoscaling.queues, or autoscaling.enabled=false" }}
{{- end }}
{{- if and (or $v.ingress.enabled $v.gateway.enabled) (ne $v.kind "web") }}
{{- fail (printf "ingress and gateway are for kind web, and this is a %s; a %s gets no requests" $v.kind $v.kind) }}
{{- end }}
{{- if and (or $v.ingress.enabled $v.gateway.enabled) (not $v.routes) }}
{{- fail "routes: none, but ingress or gateway is enabled; name at least one host" }}
{{- end }}
{{- if and $v.gateway.enabled (not $v.gateway.parentRefs) }}
{{- fail "gateway.parentRefs: none; name the Gateway that the route belongs to" }}
{{- end }}
{{- if $v.canary.enabled }}
{{- include "service.validateCanary" . }}
{{- end }}
{{- end -}}

{{- define "service.validateCanary" -}}
{{- $last := 0 -}}
{{- range .Values.canary.steps }}
{{- if le (int .) $last }}
{{- fail (printf "canary.steps: %d comes after %d; each step gives the new version more than the one before" (int .) $last) }}
{{- end }}
{{- $last = int . }}
{{- end }}
{{- if and .Values.canary.dynamicStableScale (not .Values.ingress.enabled) }}
{{- fail "canary.dynamicStableScale needs a load balancer that splits traffic (ingress.enabled): without it, pods are the split" }}
{{- end }}
{{- end -}}

{{/* A variable that is given twice would silently be one of the two. */}}
{{- define "service.validateNames" -}}
{{- $seen := dict "BACKLOT_SERVICE" "the chart" "BACKLOT_ENVIRONMENT" "the chart" "BACKLOT_VERSION" "the chart" "POD_NAME" "the chart" "POD_NAMESPACE" "the chart" -}}
{{- $given := list -}}
{{- range keys .Values.env | sortAlpha }}{{ $given = append $given (list . "env") }}{{ end -}}
{{- range keys .Values.config | sortAlpha }}{{ $given = append $given (list . "config") }}{{ end -}}
{{- range .Values.secrets }}{{ $given = append $given (list .env (printf "secrets (%s)" .name)) }}{{ end -}}
{{- range $given }}
{{- $name := first . }}{{ $place := last . }}
{{- if hasKey $seen $name }}
{{- fail (printf "the variable %s is set by %s and by %s; keep one" $name (get $seen $name) $place) }}
{{- end }}
{{- $_ := set $seen $name $place }}
{{- end }}
{{- end -}}
